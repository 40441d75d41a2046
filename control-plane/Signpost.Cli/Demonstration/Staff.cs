using Signpost.Cli.Api;

namespace Signpost.Cli.Demonstration;

/// <summary>The demonstration's people, each signed in as themselves: nobody here can do another's work.</summary>
internal sealed class Staff(Uri console, IReadOnlyList<StaffAccount> accounts) : IDisposable
{
    private readonly Dictionary<string, StaffApi> _signedIn = [];

    public Uri Console => console;

    public async Task<StaffApi> AsAsync(string role, CancellationToken stopping)
    {
        if (_signedIn.TryGetValue(role, out var api)) return api;
        var account = accounts.First(a => a.Role == role);
        api = await StaffApi.SignInAsync(console, account.UserName, account.Password, stopping);
        _signedIn.Add(role, api);
        return api;
    }

    public void Dispose()
    {
        foreach (var api in _signedIn.Values) api.Dispose();
    }
}
