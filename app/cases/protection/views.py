"""Every page of this folder, on its one blueprint."""

from __future__ import annotations

from app.cases.protection import agency_pages, alarm_pages, referral_pages, restriction_pages, suspension_pages
from app.cases.protection.blueprint import bp

__all__ = ["agency_pages", "alarm_pages", "bp", "referral_pages", "restriction_pages", "suspension_pages"]
