"""The payment provider of the embedded mode: Razorpay's HTTP, a hosted page, webhooks, faults.

It knows nothing of the suite's code for payments, so that each is a check of the other. Nobody is
charged. Standard library only, but for the currencies' decimals.
"""
