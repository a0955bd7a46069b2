"""Anyone: the front door, funds, rules in clear, am I concerned?"""
