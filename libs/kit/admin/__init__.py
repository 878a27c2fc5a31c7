"""Django's admin for services whose registry entry names a path for it (ADR 13).

`site` takes the models (`admin.py` of the service's apps), `urls()` gives the paths. Accounts of
verification with the role admin may do everything there, those with the role operator what
`kit.settings.base(…, operators=…)` lists, and local superusers (`manage.py createsuperuser`)
everything. Nobody else gets in.
"""
