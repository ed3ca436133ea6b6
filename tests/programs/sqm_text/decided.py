"""Sentences on what is compared, what is awarded, when, by whom, and what is left free."""

from __future__ import annotations

from .numbers import span

# What is compared: the award's `measure`.
MEASURES: dict[str, set[int]] = {
    (
        "The Contact Center of the Year award recognizes the organization with the highest combined "
        "customer experience (CX) and employee experience (EX) ratings."
    ): {1},
    (
        "CX measurement is based on the FCR metric and EX measurement is based on employee "
        "satisfaction (top box) rating."
    ): {1, 2},
    "The top 2 finalists are also based on the highest combined CX and EX ratings.": {1},
    (
        "The Best Performing (Small/Mid-Size) Contact Center award recognizes the organization with "
        "the highest combined customer experience (CX) and employee experience (EX) ratings."
    ): {2},
    "The top 2 finalists are also based on the highest combined FCR and EX ratings.": {2},
    (
        "Contact Center World Class CX Certification is based on 80% of customers getting their call "
        "resolved on the first call (FCR)."
    ): {3},
    "Certification can be done at an individual site level, or on all sites, or both.": {3},
    (
        "Customer Representative World Class CX Certification is based on 85% of customers being "
        "overall very satisfied (top box response) with the CSR who handled their call and their call "
        "was resolved."
    ): {4},
    (
        "Supervisor World Class CX Certification is based on 85% of customers being overall very "
        "satisfied (top box response) with the CSR who handled their call and their call was "
        "resolved."
    ): {5},
    ("This award is based on the organization’s 2017 annual FCR rating compared to their 2016 annual FCR rating."): {8},
    "CX is based on having the highest FCR rating for a specific industry/sector.": span(11, 20),
    "CX is based on having the highest FCR rating.": span(11, 20),
    ("This award recognizes the organization’s contact center with the highest CX for the IVR contact channel."): {21},
    "CX is based on having the highest customer satisfaction (top box) rating.": span(21, 24),
    "This award recognizes the organization with the highest CX for the website contact channel.": {22},
    ("This award recognizes the organization’s contact center with the highest CX for the email contact channel."): {
        23
    },
    ("This award recognizes the organization’s contact center with the highest CX for escalation calls."): {24},
    "This award recognizes the organization with the highest Omni-Channel CX.": {25},
    "CX is based on overall customer satisfaction experience (top box) rating.": {25},
    ("This award recognizes the organization with the highest enterprise-wide one contact resolution."): {26},
    (
        "Enterprise-wide one contact resolution is the percentage of customers who resolved their "
        "inquiry or problem on their first contact using only one contact channel across all contact "
        "channels."
    ): {26},
    "This award recognizes the organization with the highest claim interaction CX.": {27},
    (
        "CX is based on having the highest enterprise-wide customer satisfaction (top box) rating for "
        "claim interactions."
    ): {27},
    "This award recognizes the organization with the highest enterprise-wide overall CX.": {28},
    ("CX is based on having the highest enterprise-wide overall customer satisfaction (top box) rating."): {28},
    "This award recognizes the organization with the highest overall employee experience (EX).": {29},
    "EX is based on having the highest employee satisfaction (top box response) rating.": {29, 37} | span(31, 35),
    (
        "EX is based on the organization’s 2017 overall employee satisfaction (top box response) "
        "rating compared to their 2016 overall employee satisfaction (top box response) rating."
    ): {30},
    (
        "The World Class Employee Experience (EX) Award is based on 50% or more of CSR surveys being "
        "a “world class EX” survey."
    ): {36},
    ("EX is based on CSRs being overall very satisfied (top box response) with working at the contact center."): {36},
}

# What is awarded, and to how many.
PRIZES: dict[str, set[int]] = {
    (
        "The top 2 finalists receive an SQM plaque and the Contact Center of the Year winner receives "
        "an SQM gold trophy."
    ): {1},
    (
        "The top 2 finalists receive an SQM plaque and the Best Performing (Small/Mid-Size) Contact "
        "Center winner receives an SQM gold trophy."
    ): {2},
    "The organization will receive an SQM gold trophy.": {3},
    "World Class CX Certified CSRs will receive an SQM Certificate to display on their desk.": {4},
    ("World Class CX Certified Supervisors will receive an SQM Certificate to display on their desk."): {5},
    (
        "CSR of the Year will receive a world class CX medallion, pin tube award, a trophy award to "
        "display on their desk, and $1,000 cash!"
    ): {6},
    (
        "CSR top 24 finalists will receive a world class CX medallion, pin tube award, and a plaque "
        "award to display on their desk."
    ): {6},
    "Also, the top 2 CSR finalists will be recognized with a larger plaque award.": {6},
    (
        "Supervisor of the Year will receive a world class medallion, pin tube award, and a trophy "
        "award to display on their desk, and $1,000 cash!"
    ): {7},
    (
        "Supervisor top 5 finalists will receive a world class medallion, pin tube award, and a "
        "plaque award to display on their desk."
    ): {7},
    "Each FCR improvement award winner will receive an SQM gold trophy.": {8},
    "Award winners receive an SQM gold trophy.": {29} | span(11, 20),
    "Award winner receives an SQM gold trophy.": span(21, 28),
    "Award winners receive an SQM plaque.": span(30, 37),
    "For each CX Best Practice category, SQM will recognize one organization.": span(39, 55),
    (
        "For each category, the winning organization will receive a trophy award, and SQM will publicize your success"
    ): span(39, 55),
}

# Moments of the cycle, its awards and placings.
DATES: dict[str, set[int]] = {
    "All customer representative finalists will be announced before the SQM conference.": {6},
    "CSR of the Year will be announced at the SQM Contact Center Industry CX Conference.": {6},
    "All supervisor finalists will be announced before the SQM conference.": {7},
    ("Supervisor of the Year will be announced at the SQM Contact Center CX Conference & Industry Awards Gala."): {7},
    ("Deadline for submission(s) is November 30, 2017 and winners will be announced on February 15, 2018"): span(
        39, 55
    ),
    "Award recipients will be announced March 2018.": set(),
    "The deadline for CX Best Practice Award submissions is November 30, 2017.": set(),
    "CX Best Practice Awards will be announced February 15, 2018.": set(),
    (
        "SQM’s 19th Annual Customer Experience Conference and Industry Awards will be held May 22nd – "
        "24th at Sparkling Hill Resort, Vernon, B.C., in which we will:"
    ): set(),
}

# Who judges, and by what.
JUDGES: dict[str, set[int]] = {
    (
        "The customer experience stories are the basis on which the SQM management team will judge "
        "the CSR of the Year and top 24 finalists."
    ): {6},
    (
        "The customer experience stories are the basis on which the SQM management team will judge "
        "the Supervisor of the Year and top 5 finalists."
    ): {7},
    (
        "The CSR CX improvement stories are the basis on which the SQM management team will judge the "
        "CSR World Class CX Improvement finalists."
    ): {9},
    (
        "The supervisor CX improvement stories are the basis on which the SQM management team will "
        "judge the Supervisor World Class CX Improvement finalists."
    ): {10},
    (
        "SQM will use a panel of 6 subject matter experts to examine each submission to determine the "
        "finalists and award winner for each category."
    ): span(39, 55),
}

# What is left free on purpose: no rule may limit it.
OPEN: dict[str, set[int]] = {
    (
        "Organizations can submit an unlimited number of nominations for the CSR of the Year award "
        "and top 24 finalist awards as long as the CSR is certified as a world class CX performer."
    ): {6},
    (
        "Organizations can submit an unlimited number of nominations for the Supervisor of the Year "
        "award and top 5 finalist awards as long as the supervisor is certified as a CX world class "
        "performer."
    ): {7},
    "SQM clients and non-SQM clients are eligible to apply for CX Best Practice Awards": span(39, 55),
    "Organizations can submit best practices for any, or all categories": span(39, 55),
    "Both SQM clients and non-SQM clients are eligible for Best Practice Awards.": set(),
    "Entry into SQM’s CX Excellence Awards Program": set(),
}
