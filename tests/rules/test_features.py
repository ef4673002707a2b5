"""Runs the features of this folder, or those of the folder that PAKOMATS_FEATURES names."""

import os
from pathlib import Path

import pytest
from pytest_bdd import scenarios

folder = Path(os.environ.get("PAKOMATS_FEATURES") or Path(__file__).parent)
if not folder.is_file() and not any(folder.rglob("*.feature")):
    pytest.fail(f"There is no .feature file in {folder}; name a folder that has some.",
                pytrace=False)  # fmt: skip
scenarios(str(folder))
