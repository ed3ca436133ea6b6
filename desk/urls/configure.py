"""To set up: cycles, categories, rules, questions, people, the register of honours."""

urlpatterns: list = []
