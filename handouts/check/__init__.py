"""What judges content, templates, figures and cards before anything is made."""
