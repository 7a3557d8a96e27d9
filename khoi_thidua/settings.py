"""Settings, all from the environment (contract §2). A wrong value stops the start with one clear line."""

import ipaddress
import secrets
import sys
import warnings
import zoneinfo
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def refuse(name: str, why: str) -> None:
    """Stop the start with one line that names the setting."""
    raise SystemExit(f"Cấu hình sai: {name} – {why}")


def read(name: str, default: Any, cast: Any = str) -> Any:
    try:
        return env(name, default=default, cast=cast)
    except (ValueError, ImproperlyConfigured):
        refuse(name, f"không đọc được giá trị {env.ENVIRON.get(name)!r}.")


def read_flag(name: str) -> bool:
    text = str(env.ENVIRON.get(name, "")).strip().lower()
    if text in {"", "0", "false", "off", "no"}:
        return False
    if text in {"1", "true", "on", "yes"}:
        return True
    refuse(name, f"phải là on hoặc off, không phải {text!r}.")
    return False


DEBUG = read_flag("DEBUG")
TESTING = "pytest" in sys.modules

DATA_DIR = Path(read("DATA_DIR", str(BASE_DIR / "data"))).resolve()
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    refuse("DATA_DIR", f"không tạo được thư mục {DATA_DIR}: {error.strerror}.")


def secret_key() -> str:
    """The key from the environment, else one made once and kept beside the data."""
    given = str(read("SECRET_KEY", ""))
    if given:
        if len(given) < 32:
            refuse("SECRET_KEY", "cần ít nhất 32 ký tự.")
        return given
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text().strip()


SECRET_KEY = secret_key()
BASE_URL = str(read("BASE_URL", "")).rstrip("/")
if BASE_URL and not BASE_URL.startswith(("http://", "https://")):
    refuse("BASE_URL", "phải bắt đầu bằng http:// hoặc https://.")
IS_HTTPS = BASE_URL.startswith("https://")

ALLOWED_HOSTS: list[str] = read("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"], list)
if BASE_URL:
    ALLOWED_HOSTS = [*ALLOWED_HOSTS, BASE_URL.split("://", 1)[1].split("/")[0].split(":")[0]]
CSRF_TRUSTED_ORIGINS: list[str] = read("CSRF_TRUSTED_ORIGINS", [], list)
for origin in CSRF_TRUSTED_ORIGINS:
    if "://" not in origin:
        refuse("CSRF_TRUSTED_ORIGINS", f"{origin!r} phải có http:// hoặc https://.")
TRUSTED_PROXIES: list[str] = read("TRUSTED_PROXIES", [], list)
for proxy in TRUSTED_PROXIES:
    try:
        ipaddress.ip_network(proxy, strict=False)
    except ValueError:
        refuse("TRUSTED_PROXIES", f"{proxy!r} không phải địa chỉ IP hoặc dải địa chỉ.")

INSTALLED_APPS = [
    "khoi_thidua",
    "blocs",
    "scoring",
    "awards",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "axes",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "khoi_thidua.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "khoi_thidua.middleware.SignInRequiredMiddleware",
    "blocs.middleware.PasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "khoi_thidua.errors.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "khoi_thidua.urls"
WSGI_APPLICATION = "khoi_thidua.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "blocs.context.here",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ]
            if not DEBUG
            else [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
        },
    }
]


def database() -> dict[str, Any]:
    """SQLite in the data folder, or what DATABASE_URL names (design §9)."""
    url = str(read("DATABASE_URL", ""))
    if not url:
        config: dict[str, Any] = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "khoi_thidua.sqlite3",
        }
    else:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # an unknown engine is refused below, in our own words
                config = env.db_url_config(url)
        except (ValueError, ImproperlyConfigured, KeyError):
            config = {}
        if not config.get("ENGINE"):
            refuse("DATABASE_URL", "không hiểu địa chỉ cơ sở dữ liệu; ví dụ postgres://user:pass@host/tên.")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at BEGIN, so that no
        # transaction fails half way; FULL, because NORMAL loses the last commits at a power cut.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            " PRAGMA cache_size=-16000;",
        }
        config["CONN_MAX_AGE"] = 60
        # Tests with real concurrent writers need a file, not a shared in-memory cache.
        config["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    elif config["ENGINE"] == "django.db.backends.postgresql":
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8}}
        config["CONN_HEALTH_CHECKS"] = True
    else:
        refuse("DATABASE_URL", "chỉ dùng được sqlite:// hoặc postgres://.")
    return config


DATABASES = {"default": database()}
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "blocs.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "blocs.backends.IdentifierBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "blocs.passwords.LongEnoughValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name", "email", "phone"]},
    },
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "blocs.lockout.locked_out"
AXES_USERNAME_CALLABLE = "blocs.lockout.attempted_name"
AXES_CLIENT_IP_CALLABLE = "blocs.lockout.client_address"
AXES_SENSITIVE_PARAMETERS = ["csrfmiddlewaretoken"]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True

SESSION_COOKIE_AGE = 30 * 24 * 3600  # a leader's phone stays signed in for 30 days
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_FAILURE_VIEW = "khoi_thidua.errors.csrf_failure"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
if IS_HTTPS and TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
# The names of Django 6's own CSP setting; khoi_thidua/middleware.py goes when 6.2 comes.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}

# The largest bloc's grid is one form: 15 units × 60 criteria, each with a base value.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
WORKBOOK_MAX_BYTES = 10 * 1024 * 1024
# A request with more than this brings no file: nothing of it is written to the disk.
UPLOAD_MAX_BYTES = 25 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "blocs.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "vi"
USE_I18N = True
USE_TZ = True
TIME_ZONE = str(read("TIME_ZONE", "Asia/Ho_Chi_Minh"))
try:
    zoneinfo.ZoneInfo(TIME_ZONE)
except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
    refuse("TIME_ZONE", f"không có múi giờ {TIME_ZONE!r}.")
# Django's vi locale has no DATE_INPUT_FORMATS and would read 05/07/2022 as 7 May.
FORMAT_MODULE_PATH = ["khoi_thidua.formats"]
USE_THOUSAND_SEPARATOR = False  # True reads "1.250" as 1250, silently

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
WHITENOISE_USE_FINDERS = DEBUG or TESTING

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

try:
    vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
except (ValueError, KeyError, ImproperlyConfigured):
    refuse("EMAIL_URL", "không hiểu địa chỉ máy chủ thư; ví dụ smtp+tls://user:pass@host:587.")
# Without a server no letter is made at all: people then see reminders on the site, on paper, in a message.
MAIL_SERVER_IS_SET = bool(str(read("EMAIL_URL", "")).strip())
EMAIL_TIMEOUT = 20  # a mail server that hangs holds up the worker, never a page


def letters_from() -> str:
    """EMAIL_FROM, else the account letters are sent with, else a name at the site's own address."""
    given = str(read("EMAIL_FROM", "")).strip()
    if given and ("@" not in given or "\n" in given):
        refuse("EMAIL_FROM", f"{given!r} không phải địa chỉ thư điện tử.")
    account = str(globals().get("EMAIL_HOST_USER") or "")
    host = BASE_URL.split("://", 1)[1].split("/")[0].split(":")[0] if BASE_URL else "localhost"
    return given or (account if "@" in account else f"khoi-thi-dua@{host}")


DEFAULT_FROM_EMAIL = letters_from()

# Slow work and letters run in the worker (manage.py worker); its queue is in the site's own database.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# What each app offers for things that cross the house (design §1); the left apps reach it through this name.
COMPOSITION = "khoi_thidua.composition"
# True only in the demonstration's own installation (data/demo).
DEMONSTRATION = read_flag("DEMONSTRATION")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"hide_keys": {"()": "khoi_thidua.logs.HideKeys"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_keys"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        # An unknown issuer is an everyday answer, not worth a page of traces.
        "pyhanko": {"level": "ERROR"},
        "pyhanko_certvalidator": {"level": "ERROR"},
    },
}
