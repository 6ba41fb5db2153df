"""One profile for all property tests: the same examples at every run, and no clock."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "handnet",
    derandomize=True,
    deadline=None,
    database=None,
    print_blob=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("handnet")
