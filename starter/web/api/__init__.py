"""The interface for programs."""

from fastapi import APIRouter

from starter.web.ground import Ground


def router(on: Ground) -> APIRouter:
    """The routes for programs, over this ground."""
    return APIRouter(prefix="/api")
