"""The engine room: knows SpiffWorkflow, and nothing of the web, the tables or the app."""
