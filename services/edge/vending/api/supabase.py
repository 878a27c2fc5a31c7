"""HTTP adapter of what the original's front end reads and writes by Supabase's REST."""

from __future__ import annotations

from ninja import Router

router = Router()
