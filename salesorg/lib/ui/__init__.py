"""The design system's template tags: `{% load ui %}`. How to build a page with them: docs/design.md."""
