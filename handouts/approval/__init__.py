"""What is said about a review: the clinic's approvals file, what a sheet may say, codes and keys. Knows no sheet."""
