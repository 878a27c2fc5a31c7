"""HTTP adapter of the products service, by noun."""

from ninja import Router

from products.api import imports, ledger, products

router = Router()
router.add_router("", products.router)
router.add_router("", ledger.router)
router.add_router("", imports.router)
