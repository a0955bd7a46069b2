"""Which journal event becomes which e-mail, to whom, with which words."""
