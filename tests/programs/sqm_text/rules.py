"""Sentences of the SQM text that are the source of a rule, by award."""

from __future__ import annotations

from .numbers import span

# Sentences that are the source of a rule of these awards.
RULES: dict[str, set[int]] = {
    (
        "FCR is judged using a minimum sample size of 400 customer live telephone surveys taken from "
        "a random selection of calls that reflects the organization’s actual call type volume."
    ): {1, 2},
    (
        "EX is judged using a minimum sample size of 100 employee online surveys taken from a random "
        "selection of CSR employees."
    ): {1},
    "(To be eligible for this award an organization must have at least 200 CSR employees).": {1},
    (
        "Employee satisfaction is judged using a minimum sample size of 50% of employees using online "
        "surveys taken from a random selection of CSR employees."
    ): {2},
    "(To be eligible for this award an organization must have between 50 to 200 CSR employees).": {2},
    (
        "Surveying must have been conducted for a minimum of 3 consecutive months during the Award "
        "year, from January 1 to December 31."
    ): {9, 10} | span(3, 5),
    (
        "A minimum sample size of 800 customer live telephone surveys taken from a random selection "
        "of calls that reflects your actual call type volume is required."
    ): {3},
    (
        "A minimum sample size of 25 attributed customer telephone surveys taken from a random "
        "selection of calls that reflects your actual call type volume is required."
    ): {4},
    (
        "A minimum sample size of 200 attributed customer telephone surveys taken from a random "
        "selection of calls that reflects your actual call type volume is required."
    ): {5},
    "To be eligible a CSR must be world class CX certified (see the definition for award #4).": {6},
    (
        "The CSR nominee submissions must be based on a customer experience story, should be chosen "
        "by senior management, and then submitted to SQM."
    ): {6},
    ("To be eligible a supervisor must be world class CX certified (see the definition for award #5)."): {7},
    (
        "The supervisor nominee submissions must be based on a customer experience story from their "
        "CSRs on how the supervisor helped them improve their call resolution or Csat performance, "
        "and then submitted to SQM."
    ): {7},
    (
        "This award recognizes organizations that have a 5% or greater annual 2017 FCR improvement "
        "from the previous year."
    ): {8},
    (
        "First call resolution is judged using a minimum sample size of 400 customer telephone "
        "surveys taken from a random selection of calls that reflects your actual call type volume."
    ): {8},
    (
        "Top 5 customer representatives that have a 10% or greater annual world class CX metric "
        "improvement from the previous year receive a world class medallion, pin tube award, and a "
        "plaque award acknowledging their accomplishment."
    ): {9},
    (
        "SQM’s world class CX criteria are based on the definition section for award #4, Customer "
        "Representative World Class CX Certification."
    ): {9},
    (
        "The CSR nominee submissions must be based on a CSR CX improvement story, should be chosen by "
        "senior management, and then submitted to SQM."
    ): {9},
    (
        "A minimum sample size of 25 attributed customer telephone surveys taken from a random "
        "selection of calls that reflects your actual call type volume for both the current and past "
        "year."
    ): {9},
    (
        "Top 5 supervisors that have a 5% or greater annual world class CX metric improvement from "
        "the previous year receive a world class medallion, and a plaque award acknowledging their "
        "accomplishment."
    ): {10},
    (
        "SQM’s world class criteria are based on the definition section for award #5, Supervisor "
        "World Class CX Certification."
    ): {10},
    (
        "The supervisor nominee submission to SQM must be based on CX improvement stories from their "
        "CSRs on how the supervisor helped them improve their call resolution or Csat performance and "
        "then submitted to SQM."
    ): {10},
    (
        "A minimum sample size of 200 attributed customer telephone surveys taken from a random "
        "selection of calls that reflects your actual call type volume for both the current and past "
        "year."
    ): {10},
    (
        "This award recognizes the organization with the highest contact center CX rating for each "
        "specific industry/sector (i.e., telecom/TV [consumer and business], credit card, financial, "
        "banking, energy, retail/branch, health care, government, helpdesk, and B2B)."
    ): span(11, 20),
    (
        "A minimum sample size of 400 customer live telephone surveys taken from a random selection "
        "of calls that reflects your actual call type volume."
    ): span(11, 20),
    (
        "A minimum sample size of 400 customer telephone surveys taken from a random selection of "
        "customers who used your IVR."
    ): {21},
    (
        "A minimum sample size of 400 customer telephone surveys taken from a random selection of "
        "customers who used your website."
    ): {22},
    (
        "A minimum sample size of 400 customer telephone surveys taken from a random selection of "
        "customers who used your email contact channel."
    ): {23},
    (
        "A minimum sample size of 400 customer telephone surveys taken from a random selection of "
        "customers who used your call escalation queue."
    ): {24},
    (
        "Customer satisfaction is judged using a minimum sample size of 400 customer live telephone "
        "surveys taken from a random selection of customers who used 2 or more contact channels to "
        "resolve their inquiry or problem."
    ): {25},
    (
        "Enterprise-wide one contact resolution is judged using a minimum sample size of 800 customer "
        "live telephone surveys (where 400 of the surveys are for the call center contact channel and "
        "400 of the surveys are for the website contact channel) taken from a random selection of "
        "customers that reflects the organization’s actual contact type volume."
    ): {26},
    (
        "To be eligible for this award, an organization must operate at least two contact channels, "
        "one being the call center and one being the website."
    ): {26},
    (
        "A minimum sample size of 400 customer telephone surveys from a random selection of "
        "organization customers is required."
    ): {27, 28},
    ("A minimum sample size of 100 employee online surveys taken from a random selection of CSR employees."): {29},
    "(To be eligible for this award an organization must have at least 100 CSR employees.)": {29},
    ("This award recognizes the organization with the most improved overall employee experience (EX)."): {30},
    (
        "A minimum sample size of 100 employee online surveys, or 90% of employees if less than 100 "
        "employees at the organization, taken from a random selection of CSR employees."
    ): {37} | span(30, 35),
    (
        "This award recognizes the organization with the highest overall employee experience (EX) for "
        "each specific industry/sector (i.e., telecom, financial, energy, health care, and "
        "outsourcer)."
    ): span(31, 35),
    (
        "To be eligible, an organization must complete a minimum sample size of 100 CSR employee "
        "online surveys, or 90% of employees if less than 100 employees at the organization, must "
        "have completed the online survey."
    ): {36},
    ("This award recognizes the organization with the highest work from home overall employee experience (EX)."): {37},
    "This award is judged by a panel of SQM senior management who work closely with our clients.": {38},
    "Final award determination is made by Mike Desmarais, Founder and CEO of SQM Group.": {38},
    (
        "For each category, submissions should be no longer than 5 pages in length using SQM’s online application form."
    ): span(39, 55),
    "Past winners can resubmit applications for any best practice category": span(39, 55),
    (
        "CX Best practice winners must have at least one person from their organization attend SQM’s "
        "CX Conference Awards Dinner Gala"
    ): span(39, 55),
    (
        "For 2018 CX or EX awards, the organization must participate in an SQM benchmarking study "
        "and/or tracking program in 2017."
    ): span(1, 38),
}
