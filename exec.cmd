@rem The npm scripts say `exec node …`, so that on Unix no shell stands between npm and a Ctrl-C. This is Windows' exec.
@%*
