"""Sentences that an application has to answer, and descriptions that set nothing."""

from __future__ import annotations

from .numbers import span

# What an application has to bring: questions of its form.
FORM: dict[str, set[int]] = {
    (
        "Organizations applying for a best practice award must submit specific practices they have "
        "used to improve or maintain high first call resolution (FCR) and customer satisfaction "
        "(Csat) performance."
    ): span(39, 55),
    (
        "FCR can be determined by the customer or the organization and Csat must be determined by the "
        "customer themselves."
    ): span(39, 55),
    (
        "For both FCR and Csat, please provide ratings information for the previous year and current "
        "year including sample sizes and method of measurement."
    ): span(39, 55),
    (
        "Please provide details that show the link between your FCR/Csat performance and your "
        "specific practices used to improve or maintain high FCR/Csat performance."
    ): span(39, 55),
    (
        "The nomination process requires a CX best practice (e.g., people, process, and technology) story submission"
    ): span(39, 55),
    (
        "Provide specific data information such as FCR, Csat, operational savings and/or revenue that "
        "can be specifically linked to the CX Best Practice success"
    ): span(39, 55),
    (
        "The submission process could potentially include a phone interview or an onsite visit with "
        "SQM subject matter experts"
    ): span(39, 55),
    (
        "If an onsite visit is required, we ask the organization to demonstrate the reasons why they "
        "believe they have a CX Best Practice"
    ): span(39, 55),
}

# Descriptions that set nothing.
TEXT: dict[str, set[int]] = {
    (
        "The CX Leader “walks-the-talk” of being customer centric by demonstrating leadership using "
        "an Outside-In CX operating practice."
    ): {38},
    "The essence of the Outside-In CX operating practice is based on the customer perspective.": {38},
    (
        "Customer feedback is used for designing people, process, and technology practices to meet "
        "the customer’s needs."
    ): {38},
    (
        "The CX Leader shares CX goals, prioritizes CX initiatives, and demonstrates a personal "
        "passion for delivering a positive CX."
    ): {38},
    (
        "In addition, the CX Leader provides the resources for the CX focus to occur in the "
        "organization, creates CX performance accountability, motivates employees to provide a "
        "positive CX, and is the driving force for improving CX."
    ): {38},
    (
        "These awards recognize the organization that has demonstrated they have improved or helped "
        "maintain high first call resolution (FCR) and customer experience (CX) performance."
    ): span(39, 55),
}
