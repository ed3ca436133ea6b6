"""Every sentence of the SQM text in tests/data/, by what it sets; with the awards it is about, by number."""

from __future__ import annotations


def span(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


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

# Names and aliases.
NAMES = {
    "Contact Center of the Year Award and Top 2 Finalists",
    "Best Performing (Small/Mid-Size) Contact Center Award and Top 2 Finalists",
    "Contact Center World Class CX Certification",
    "Customer Representative World Class CX Certification",
    "Supervisor World Class CX Certification",
    "Supervisor of the Year and Top 5 Finalists",
    "FCR Improvement Awards",
    "Customer Representative Top 5 World Class CX Improvement",
    "Supervisor Top 5 World Class CX Improvement",
    "Highest Telecom/TV CX",
    "Highest Credit Card CX",
    "Highest Financial CX",
    "Highest Banking CX",
    "Highest Energy CX",
    "Highest Retail/Branch CX",
    "Highest Health Care CX",
    "Highest Government CX",
    "Highest Helpdesk CX",
    "Highest B2B CX",
    "Highest IVR CX",
    "Highest Website CX",
    "Highest Email CX",
    "Highest Call Escalation CX",
    "Highest Omni-Channel CX",
    "Highest Enterprise-Wide One Contact Resolution CX",
    "Highest Claim Interaction CX",
    "Highest Enterprise-Wide Overall CX",
    "Highest Contact Center Industry EX",
    "Most Improved EX",
    "Highest Telecom/TV Satisfaction EX",
    "Highest Financial Satisfaction EX",
    "Highest Energy Satisfaction EX",
    "Highest Health Care Satisfaction EX",
    "Highest Outsourcer Satisfaction EX",
    "World Class EX",
    "Highest Work from Home EX",
    "Customer Experience Leadership",
    "Omni-Channel",
    "Web (Self-Service) Channel",
    "IVR (Self-Service) Channel",
    "Email Channel",
    "Emerging Channels (e.g., Chat, Video Chat, Mobile Application)",
    "Quality Assurance Program",
    "Desktop Applications",
    "CSR Recognition Program",
    "Career Development",
    "Call Handling Practice",
    "Escalation CSR Support",
    "Performance Management System",
    "CSR Coaching Program",
    "CSR Training Program",
    "CSR Selection Process",
    "Standard Operating Procedures",
    "Continuous Improvement Process",
    "Customer Representative of the Year and Top 24 Finalists",
    "First Call Resolution Improvement Award",
    "Highest Specific Industry/Sector Contact Center CX Award",
    "Highest IVR CX Award",
    "Highest Website CX Award",
    "Highest Email CX Award",
    "Highest Call Escalation CX Award",
    "Highest Omni-Channel CX Award",
    "Highest Enterprise-Wide One Contact Resolution CX Award",
    "Highest Claim Interaction CX Award",
    "Highest Enterprise-Wide Overall CX Award",
    "Highest Call Center Industry EX Award",
    "Most Improved EX Award",
    "Highest Specific Industry/Outsourcer EX Award",
    "World Class EX Award",
    "Customer Experience Leadership Award",
    "Web Self-Service Channel",
    "IVR Self-Service Channel",
    "Emerging Channels (Chat, Video Chat, Mobile Application)",
    "Career Advancement",
    "CSR Hiring Process",
}

# What stands on the page around the awards: clients, headings, the study and promotion.
CONTEXT = {
    "contact center awards, awards program, call center awards, sqm awards",
    "Conference & Awards Video",
    "American Express",
    "Arizona Public Service",
    "Blue Cross Blue Shield",
    "Canadian Tire",
    "Capital One",
    "CIBC",
    "Citi",
    "Discover",
    "Fedex",
    "Fido",
    "GMAC Mortgage",
    "ICBC",
    "Jackson National Life",
    "Marriott",
    "MBNA",
    "Purolator",
    "Rogers",
    "Scotiabank",
    "Sears",
    "TD Canada Trust",
    "UPS",
    "U.S.",
    "Bank",
    "VSP Vision Care",
    "Whirlpool",
    "About SQM’s Awards",
    (
        "SQM’s Contact Center Customer Experience (CX), Employee Experience (EX), and CX Best "
        "Practice Awards are the most prestigious and sought after North American contact center "
        "industry awards."
    ),
    (
        "What makes SQM’s awards unique is that they are based on customers who have used a contact "
        "center, and/or employees who work in a contact center."
    ),
    (
        "On an annual basis, SQM conducts over 1.5 million surveys with customers who have used a "
        "contact center and over 25,000 surveys with employees who work in contact centers."
    ),
    (
        "In addition, SQM recognizes contact centers that have demonstrated CX Best Practices for the "
        "following categories: Omni-Channel, Website (Self-Service), IVR (Self-Service), Email "
        "Channel, Emerging Channels (e.g., Chat, Video Chat, Mobile Application), Quality Assurance "
        "Program, Desktop Application(s), Recognition Program, Career Development, Call Handling "
        "Practice, Escalation CSR Support, Performance Management System, CSR Coaching, CSR Training "
        "Program and CSR Selection Process, Standard Operating Procedures, and Continuous Improvement "
        "Process."
    ),
    (
        "SQM has been awarding organizations for their CX and EX results, as well as Best Practice "
        "performance since 1996."
    ),
    "SQM Awards",
    "Customer Experience (CX) Awards",
    "CSR of the Year and Top 24 Finalists",
    "Employee Experience (EX) Awards",
    "Best Practice Awards",
    "Customer Experience Awards",
    "Award Name",
    "Definition",
    "How it is Judged",
    "11 – 20.",
    "Employee Experience Awards",
    "31 – 35.",
    "CX Best Practice Awards",
    "39 – 55.",
    "Click Here for more details",
    "Application Details for CX Best Practice Categories:",
    "Awards Participation and Eligibility",
    "SQM CX Conference and Industry Awards",
    ("Provide all participants the opportunity to learn CX best practices from award winning organizations"),
    "Recognize the winners of SQM’s Industry Awards",
    "Provide CX research and CX best practices based on world class =CX performers",
    "CX Benchmarking Study",
    (
        "Many contact centers interested in a SQM CX Award have SQM conduct a CX contact center "
        "benchmarking study to evaluate their CX."
    ),
    "Specifically, SQM’s CX benchmarking study will provide the following:",
    "Benchmarking comparison to over 500 leading North American contact centers",
    ("Benchmarking comparison to peer group, contact center industry, and world class contact centers"),
    "High level and detailed CX, OCR, FCR, and Csat ratings",
    "Net Promoter Score and Net Retention Index",
    "Amount of revenue the contact center protected and lost",
    "Unresolved contacts’ impact on operating costs",
    "Top 5 repeat contact reasons and their improvement opportunity for financial savings",
    "Targeted opportunities for reducing repeat contacts",
    "Best practices for reducing repeat contacts",
    "The 5 Benefits of Winning an SQM Contact Center CX Award:",
    (
        "Recognition/Respect – SQM’s Contact Center CX Excellence Awards and Best Practices Awards "
        "are the most prestigious and sought after North American contact center service quality "
        "awards."
    ),
    (
        "When you win an SQM CX award, you gain recognition and earn respect from industry peers, "
        "from within your organization, employees who work in your contact center, and, most "
        "importantly, the customers who contacted your contact center."
    ),
    (
        "Build Trust – An SQM CX award offers a significant opportunity to gain a credible "
        "third-party endorsement of your brand and build trust with your customers."
    ),
    (
        "Retain/Attract New Customers – Winners have used their SQM CX award as a marketing tool to "
        "inform existing customers and potential new customers about the world class CX they provide."
    ),
    (
        "Retain/Attract New Employees – Winners have used their SQM CX award to inform their "
        "employees and potential new employees about the world class CX they provide and/or the "
        "excellent working environment."
    ),
    (
        "Career Opportunities – Leaders of the award-winning contact centers have more career "
        "opportunities within their own organization, as well as outside their organization."
    ),
    (
        "Also, a CSR that is certified as a world class CX performer has more career opportunities "
        "because everybody wants them."
    ),
}
