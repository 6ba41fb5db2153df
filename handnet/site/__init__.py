"""A site of static files, for any number of readers: living pages, what can be taken away, notebooks.

command     `handnet site`
build       the site in a folder
entry       what is shown, and its files;  index: the first page
notebook    notebooks that compute in the browser;  lite: JupyterLite around them
wheels      installed packages for the Python of a browser;  pyodide: a copy of that Python
folder      what may be written, replaced and taken away in the folder
"""
