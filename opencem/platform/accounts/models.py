from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from opencem.platform.organization.models import OrgUnit


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """A person (or service) who signs in. Rights come from grants alone; there is no superuser flag."""

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    note = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = AccountManager()

    def __str__(self) -> str:
        return self.name or self.username


class Role(models.Model):
    """A named set of permissions. Built-in roles are kept equal to `roles.BUILT_IN` by `migrate`."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    permissions = models.JSONField(default=list)
    personal_data = models.BooleanField(default=False, help_text="sees phone, e-mail and names unmasked")
    home = models.CharField(max_length=40, default="dashboard", help_text="first page after signing in")
    built_in = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=100)


class Grant(models.Model):
    """One account holds one role over one subtree, for a while or for good."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(OrgUnit, on_delete=models.CASCADE, related_name="grants")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True, help_text="exclusive")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "role", "unit"], name="grant_once")]


class SavedView(models.Model):
    """The filters of one list under a name, as they stand in the page's address. It holds no rows: whoever opens it sees what
    their own scope lets through."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="views")
    page = models.CharField(max_length=40, help_text="the list's name in the console")
    name = models.CharField(max_length=40)
    search = models.CharField(max_length=2000, blank=True, help_text="query string without the question mark")
    shared = models.BooleanField(default=False, help_text="offered to everybody who signs in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "page", "name"], name="view_named_once")]


class DefaultView(models.Model):
    """Which view a list opens with for one account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "page"], name="default_view_once")]
