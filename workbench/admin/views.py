"""Pages for administrators."""

from workbench.admin import audit_views, organisation_views, people_views, role_views, words_views
from workbench.admin.pages import blueprint

__all__ = ["audit_views", "blueprint", "organisation_views", "people_views", "role_views", "words_views"]
