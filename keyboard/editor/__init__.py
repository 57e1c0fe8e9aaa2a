"""Every line of Qt: the window, the text area and the suggestion bar."""
