// The page's start.
