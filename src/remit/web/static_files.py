from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # published without types
    """Names each static file after its content, the modules that the chart imports as well: cached, never stale."""

    support_js_module_import_aggregation = True
    # Our own modules alone: files of other makers hold words that look like imports and are none.
    _js_module_import_aggregation_patterns = (
        "planning/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],  # noqa: SLF001 - the one place
    )
