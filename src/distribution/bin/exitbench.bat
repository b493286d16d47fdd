@echo off
rem Starts ExitBench with the Java of JAVA_HOME, or else of PATH. EXITBENCH_OPTS: options for Java.
setlocal
set "home=%~dp0.."
if defined JAVA_HOME (set "java=%JAVA_HOME%\bin\java.exe") else (set "java=java.exe")
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo No Java is found ^(tried: %java%^); install a JDK 17 or newer, or set JAVA_HOME to one. 1>&2
  exit /b 3
)
"%java%" --add-opens=java.base/java.nio=ALL-UNNAMED -Djava.awt.headless=true %EXITBENCH_OPTS% -jar "%home%\exitbench.jar" %*
exit /b %errorlevel%
