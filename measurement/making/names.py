"""Names of organisations, sites and people that nobody has, but somebody could."""

from __future__ import annotations

from random import Random

from programs.enums import Sector

PLACES = (
    "Lakeshore", "Northfield", "Silver Birch", "Harborview", "Redwood", "Prairie", "Blue Ridge", "Granite State",
    "Summit", "Cascade", "Fairmont", "Evergreen", "Bayside", "Keystone", "Maple Leaf", "Golden Plains", "Stonebridge",
    "Clearwater", "Pinecrest", "Riverbend", "Oakdale", "Sunrise", "Great Basin", "Coastal", "Highland", "Meridian",
    "Crescent", "Beacon Hill", "Ironwood", "Tidewater", "Copper Canyon", "Four Winds", "Westlake", "Juniper", "Old Mill",
    "Aspen", "Halifax", "Niagara", "Chesapeake", "Sierra", "Cumberland", "Kingsway", "Laurel", "Monarch", "Heritage",
)  # fmt: skip
TRADES = {
    Sector.TELECOM_TV: ("Wireless", "Cable & Internet", "Telecom"),
    Sector.CREDIT_CARD: ("Card Services", "Credit Card"),
    Sector.FINANCIAL: ("Financial", "Mortgage", "Life Insurance", "Investments"),
    Sector.BANKING: ("Bank", "Credit Union", "Savings Bank"),
    Sector.ENERGY: ("Energy", "Power & Light", "Natural Gas"),
    Sector.RETAIL_BRANCH: ("Stores", "Home Goods", "Outfitters"),
    Sector.HEALTH_CARE: ("Health Plan", "Dental", "Vision Care"),
    Sector.GOVERNMENT: ("Revenue Services", "Motor Vehicles", "Workers' Insurance"),
    Sector.HELPDESK: ("Technical Support", "IT Helpdesk"),
    Sector.B2B: ("Freight", "Office Supply", "Logistics"),
    Sector.OUTSOURCER: ("Contact Solutions", "Customer Care"),
}
CITIES = (
    "Austin", "Boise", "Calgary", "Columbus", "Dayton", "Edmonton", "El Paso", "Fargo", "Fredericton", "Halifax",
    "Hamilton", "Jacksonville", "Kelowna", "Knoxville", "London", "Mesa", "Moncton", "Omaha", "Ottawa", "Phoenix",
    "Raleigh", "Regina", "Salt Lake City", "San Antonio", "Sioux Falls", "Spokane", "Tampa", "Tulsa", "Wichita", "Winnipeg",
)  # fmt: skip
FIRST_NAMES = (
    "Aisha", "Alejandro", "Alice", "Amir", "Ana", "Andre", "Angela", "Anthony", "Beatriz", "Ben", "Brianna", "Carlos",
    "Carmen", "Chantal", "Chen", "Chloe", "Daniel", "Darius", "David", "Deepa", "Diego", "Elena", "Emily", "Eric", "Fatima",
    "Francois", "Gabriel", "Grace", "Hannah", "Hassan", "Imani", "Isabel", "Jacob", "Jamal", "Jasmine", "Jean", "Jorge",
    "Joseph", "Julia", "Kayla", "Kevin", "Kim", "Laila", "Laura", "Leo", "Linda", "Lucas", "Malik", "Maria", "Marie",
    "Mei", "Michael", "Mohammed", "Monique", "Nadia", "Nathan", "Nicole", "Noah", "Olivia", "Omar", "Pamela", "Patrick",
    "Priya", "Rachel", "Raj", "Renée", "Rosa", "Ryan", "Samantha", "Sanjay", "Sarah", "Sean", "Sofia", "Thomas", "Tiffany",
    "Valérie", "Victor", "Wei", "William", "Yolanda", "Yusuf", "Zoë",
)  # fmt: skip
LAST_NAMES = (
    "Adams", "Ahmed", "Anderson", "Baker", "Banerjee", "Bélanger", "Bennett", "Brooks", "Brown", "Campbell", "Carter",
    "Castillo", "Chan", "Clark", "Coleman", "Côté", "Cruz", "Davis", "Diaz", "Dubois", "Edwards", "Evans", "Flores",
    "Foster", "Gagnon", "Garcia", "Gill", "Gonzalez", "Gray", "Green", "Hall", "Harris", "Hernandez", "Hill", "Hughes",
    "Jackson", "James", "Johnson", "Jones", "Kaur", "Khan", "Kim", "King", "Kowalski", "Lavoie", "Lee", "Lewis", "Li",
    "Lopez", "MacDonald", "Martin", "Martinez", "Mendoza", "Miller", "Mitchell", "Moore", "Morgan", "Murphy", "Nelson",
    "Nguyen", "O'Brien", "Ortiz", "Parker", "Patel", "Perez", "Phillips", "Ramirez", "Reed", "Rivera", "Roberts",
    "Robinson", "Rodriguez", "Roy", "Sanchez", "Scott", "Sharma", "Singh", "Smith", "Stewart", "Taylor", "Thompson",
    "Torres", "Tremblay", "Turner", "Walker", "Ward", "Watson", "White", "Williams", "Wilson", "Wong", "Wright", "Young",
)  # fmt: skip


def organisations(count: int, dice: Random) -> list[tuple[str, str]]:
    """Names with their sector; sectors take turns, so that even a few organisations have most of them."""
    found: list[tuple[str, str]] = []
    used: set[str] = set()
    sectors = list(Sector.values)
    while len(found) < count:
        sector = sectors[len(found) % len(sectors)]
        name = f"{dice.choice(PLACES)} {dice.choice(TRADES[sector])}"
        if name in used:
            name = f"{dice.choice(PLACES)} {name}"
        if name not in used:
            used.add(name)
            found.append((name, sector))
    return found


def person(dice: Random) -> str:
    return f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}"
