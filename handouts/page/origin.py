"""Where a file comes from, in its metadata: what it was made of, and its review. Nothing in it is about a patient."""

from __future__ import annotations

from handouts.handout.document import Document
from handouts.tagged import Schema

PREFIX, URI = "handouts", "urn:handouts:origin:1#"
ABOUT = {
    "muscle": "The muscle, by its written id",
    "language": "The language of the words",
    "locale": "The place whose numbers and addresses it names",
    "version": "The version of the content",
    "content": "SHA-256 of everything that handouts of this muscle and language can say and show",
    "code": "The short code of content and place, as it is printed",
    "state": "The review: approved; or draft, changed, expired, withdrawn, place, dose, which are all drafts",
    "approval": "The approval in the clinic's file, by its id",
    "reviewer": "Who approved the content",
    "approved": "The day of the approval",
    "nextReview": "The day of the next review",
}
"""The properties, and what they are."""


def schema_of(document: Document) -> Schema | None:
    """The metadata of a document that knows where it comes from."""
    if not document.origin:
        return None
    return Schema("Origin and review of a handout", URI, PREFIX, ABOUT, dict(document.origin), seal=True)
