using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Signpost.Recognition;

/// <summary>
/// Turns ONNX Runtime's telemetry off before the native library is loaded. The library reads the C environment, which
/// <see cref="Environment.SetEnvironmentVariable(string, string)"/> does not change on Unix; and its own switch comes too late,
/// after the first file has been written. So the variable is set through libc when this assembly is first touched.
/// </summary>
internal static partial class TelemetryOptOut
{
    internal const string Variable = "ORT_DISABLE_TELEMETRY";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Nothing in this assembly may reach ONNX Runtime before the variable stands.")]
    internal static void Apply()
    {
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows() && SetEnv(Variable, "1", overwrite: 1) != 0)
            throw new InvalidOperationException($"setenv {Variable} failed: errno {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
