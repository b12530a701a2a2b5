"""Commands that start Remit and bring it up to date."""

import argparse

import remit
from remit.web.cli.console import Console
from remit.web.serving import Address, run_server


def version(_given: argparse.Namespace, console: Console) -> None:
    """Print the version."""
    console.result({"version": remit.__version__}, f"remit {remit.__version__}")


def serve(given: argparse.Namespace, console: Console) -> None:
    """Start Remit and stay until it is told to stop."""
    run_server(
        Address(given.host, given.port),
        workers=given.workers,
        threads=given.threads,
        demo_if_empty=given.demo_if_empty,
        console=console,
    )
