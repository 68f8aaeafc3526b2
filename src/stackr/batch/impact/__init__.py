"""What a change of rules does to everybody: who gains and loses, who comes nearer or falls back, and by which clause."""
