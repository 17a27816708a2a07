"""The use cases on releases: check a folder, publish it, give the release in force; cases and doors call it."""

from app.catalogue.folder import read_folder
from app.catalogue.release import Release
from app.catalogue.releases import Catalogue

__all__ = ["Catalogue", "Release", "read_folder"]
