"""One self-contained HTML page to read an article or the output of a batch.

``source`` reads what is to be shown, ``marks`` cuts a text into the segments that mentions cover, ``article`` and
``overview`` gather what the templates show of one article and of many, ``charts`` draws, ``page`` puts the file
together, ``displacy`` gives spaCy's own picture instead. ``templates`` holds the HTML (jinja2, everything escaped),
``assets`` the style sheet and the script, which the page carries inside itself; it asks the network for nothing.
"""
