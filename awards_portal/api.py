"""The root of the JSON API. No documentation page: it would load its scripts from elsewhere."""

from ninja import NinjaAPI

from nominations.api import router as nominations

api = NinjaAPI(
    title="Awards Portal",
    version="1",
    description="Questions about awards, answered by the same rules as the pages.",
    docs_url=None,
    openapi_url="/openapi.json",
)
api.add_router("", nominations)
