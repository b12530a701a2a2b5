"""The demo: Northlight Works Ltd, an invented firm, its people and plans on one day of its life."""

from remit.web.demo.loading import DemoResult, load_demo
from remit.web.demo.sign_ins import SIGN_INS, SignIn, demo_sign_ins

__all__ = ["SIGN_INS", "DemoResult", "SignIn", "demo_sign_ins", "load_demo"]
