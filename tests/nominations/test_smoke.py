from django.urls import reverse


def test_pages_answer(client, at, draft, nominator):
    client.force_login(nominator)
    for name in ("detail", "edit", "review", "withdraw", "copies", "pdf"):
        assert client.get(reverse(f"nominations:{name}", args=[draft.code])).status_code == 200, name
    for name in ("mine", "choose"):
        assert client.get(reverse(f"nominations:{name}")).status_code == 200
    assert client.get(reverse("nominations:start", args=[draft.category_id])).status_code == 200


def test_submitted_pages_answer(client, at, submitted, nominator):
    client.force_login(nominator)
    for name in ("detail", "edit", "review", "thanks", "withdraw", "copies", "pdf"):
        assert client.get(reverse(f"nominations:{name}", args=[submitted.code])).status_code == 200, name
    assert submitted.receipt_number == 1
