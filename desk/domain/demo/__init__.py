"""Demo data: an invented year of awards, told by the verbs that the site itself uses.

`story` tells it in order; the clock stands at the moment of each step, so that dates, receipts, timelines and
the audit trail look as if it had happened. The texts stand in `fixtures/demo/`.
"""
