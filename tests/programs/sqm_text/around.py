"""Names of the awards, and what stands on the page around them."""

from __future__ import annotations

# Names and aliases.
NAMES = {
    "CSR of the Year and Top 24 Finalists",
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
