"""HTTP adapter of the products service, by noun."""

from ninja import Router

from products.api import imports, ledger, options, pictures, products, scans

router = Router()
router.add_router("", scans.router)
router.add_router("", imports.router)
router.add_router("", ledger.router)
router.add_router("", options.router)
router.add_router("", pictures.router)
router.add_router("", products.router)
