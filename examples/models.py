"""The schema of the articles as a Pydantic model: ``rem schema add models.py::Article``."""

from pydantic import BaseModel, ConfigDict


class Article(BaseModel):
    """A short factual article about one subject."""

    model_config = ConfigDict(
        json_schema_extra={
            "embedding_fields": ["content"],
            "indexed_fields": ["category"],
            "key_field": "title",
        }
    )

    title: str
    content: str
    category: str
