"""HTTP adapter of the products service, by noun."""

from ninja import Router

from products.api import ledger, products

router = Router()
router.add_router("", ledger.router)
router.add_router("", products.router)
