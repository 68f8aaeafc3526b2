"""What a run leaves behind: tables in the forms asked for, and the files that say what they are."""
