"""What every Aisle service shares: mechanism only, no business noun."""
