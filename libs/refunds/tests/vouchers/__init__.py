"""A service as small as one can be that gives money back: vouchers that were paid for."""
