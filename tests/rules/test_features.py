"""Runs the features of this folder, or those of the folder that PAKOMATS_FEATURES names."""

import os

from pytest_bdd import scenarios

scenarios(os.environ.get("PAKOMATS_FEATURES") or ".")
