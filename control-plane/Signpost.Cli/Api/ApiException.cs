namespace Signpost.Cli.Api;

/// <summary>The control plane refused a request; <see cref="Code"/> is stable.</summary>
internal sealed class ApiException(string request, string code, string detail) : Exception($"The control plane refused {request}: {detail} ({code})")
{
    public string Code => code;

    public string Detail => detail;
}
