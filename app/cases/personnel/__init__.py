"""The keeping of accounts, for the door of who looks after the product and for the console."""

from app.cases.personnel.keeping import CONSOLE, Account, LoginTaken, NewAccount, Personnel
from app.cases.personnel.offices import Offices

__all__ = ["CONSOLE", "Account", "LoginTaken", "NewAccount", "Offices", "Personnel"]
