from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class DraftroomAdminSite(admin.AdminSite):
    site_header = "Draftroom"
    site_title = "Draftroom"
    index_title = "Administration"


class DraftroomAdminConfig(AdminConfig):
    default_site = "project.admin_site.DraftroomAdminSite"
