"""Argon2id with the parameters OWASP recommends: two hundred sign-ins before a deadline cost seconds, not a minute."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
