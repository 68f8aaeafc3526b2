"""What people read: worksheets as text and as one self-contained HTML page. Nothing here decides anything."""
