"""The drawings of the interface: paths on a 24 by 24 grid, stroked in the colour of the text."""

ICONS: dict[str, str] = {
    "brand": (
        '<path d="M6 20V4h7a5 5 0 0 1 .8 9.9L19 20"/><circle cx="6" cy="20" r="1.4" fill="currentColor"/>'
    ),
    "home": '<path d="M4 11 12 4l8 7v9h-5v-6H9v6H4z"/>',
    "plan": '<path d="M4 6h9M8 12h10M12 18h8"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.2"/><path d="M3 20a6 6 0 0 1 12 0'
        'M16 5.2a3.2 3.2 0 0 1 0 5.6M17.5 14.5A6 6 0 0 1 21 20"/>'
    ),
    "role": '<path d="M12 3 4 6v6c0 4.5 3.4 7.8 8 9 4.6-1.2 8-4.5 8-9V6z"/><path d="m9 12 2.2 2.2L15.5 10"/>',
    "organisation": '<path d="M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4"/>',
    "history": '<path d="M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 4v4.5h4.5M12 8v4.5l3 2"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "glossary": '<path d="M5 4h11a3 3 0 0 1 3 3v13H8a3 3 0 0 1-3-3zM5 17a3 3 0 0 1 3-3h11M9 8h6"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"/>',
    "upload": '<path d="M12 16V4M7 9l5-5 5 5M4 16v4h16v-4"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>',
    "more": '<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" stroke-linecap="round"/>',
    "download": '<path d="M12 4v12M7 11l5 5 5-5M4 16v4h16v-4"/>',
    "columns": '<path d="M4 5h16v14H4zM10 5v14M15 5v14"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "undo": '<path d="M9 7 4 12l5 5M4 12h10a6 6 0 0 1 0 8"/>',
    "map": '<path d="M5 6h5v4H5zM14 4h5v4h-5zM14 16h5v4h-5zM10 8h2.500v-2H14M12.500 8v10H14"/>',
    "product": '<path d="M12 3 4 7v10l8 4 8-4V7zM4 7l8 4 8-4M12 11v10"/>',
    "lesson": '<path d="M9 18h6M10 21h4M8.500 15a6 6 0 1 1 7 0v3h-7z"/>',
    "archive": '<path d="M4 4h16v5H4zM5.500 9v11h13V9M10 13h4"/>',
    "promise": '<path d="M4 13l4 4 5-6M11 15l2 2 7-9"/>',
    "change": '<path d="M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4"/>',
    "flag": '<path d="M5 21V4h12l-2 4 2 4H5"/>',
    "settings": (
        '<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3'
        'M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M18.4 5.6l-2.1 2.1M7.7 16.3l-2.1 2.1"/>'
    ),
    "key": '<circle cx="8" cy="14" r="4"/><path d="m11 11 9-8M17 5.5l2.5 2.5"/>',
    "help": (
        '<circle cx="12" cy="12" r="9"/><path d="'
        'M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 17h.01"/>'
    ),
    "sign-out": '<path d="M14 4H5v16h9M10 12h11M17 8l4 4-4 4"/>',
}
