from django.apps import AppConfig


class KhoiThiduaConfig(AppConfig):
    name = "khoi_thidua"
