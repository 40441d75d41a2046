using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Signpost.Trust;

namespace Signpost.Cli.Demonstration;

/// <summary>The demonstration's staff: one person a role, passwords made at random once and kept in files for the owner alone.</summary>
internal static class SignIns
{
    public const string Author = "author";
    public const string AuthorisingOfficer = "authorising-officer";
    public const string Operator = "operator";
    public const string FieldEngineer = "field-engineer";
    public const string Auditor = "auditor";
    public const string Administrator = "administrator";

    // Without characters that are easily taken for one another.
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
    private const int MaximumFileLength = 64 * 1024;

    /// <summary>The accounts, and whether they were made by this call.</summary>
    public static (IReadOnlyList<StaffAccount> Accounts, bool AreNew) LoadOrCreate(DataFolder data)
    {
        if (File.Exists(data.Staff))
        {
            var bytes = KeyFiles.ReadSecret(data.Staff, MaximumFileLength);
            var kept = JsonSerializer.Deserialize(bytes, StaffJson.Default.StaffAccountArray)!;
            CryptographicOperations.ZeroMemory(bytes);
            return (kept, false);
        }
        StaffAccount[] accounts =
        [
            New(Author, Force.Author),
            New(AuthorisingOfficer, Force.AuthorisingOfficer),
            New(Operator, null),
            New(FieldEngineer, null),
            New(Auditor, null),
            New(Administrator, null),
        ];
        AtomicFile.Write(data.SignIns, Encoding.UTF8.GetBytes(Describe(accounts)), AtomicFile.OwnerOnly);
        AtomicFile.Write(data.Staff, JsonSerializer.SerializeToUtf8Bytes(accounts, StaffJson.Default.StaffAccountArray), AtomicFile.OwnerOnly);
        return (accounts, true);
    }

    /// <summary>A line a person can copy from: user name, password.</summary>
    public static string Describe(IReadOnlyList<StaffAccount> accounts)
    {
        var width = accounts.Max(a => a.UserName.Length) + 2;
        return string.Concat(accounts.Select(a => $"{a.UserName.PadRight(width)}{a.Password}\n"));
    }

    private static StaffAccount New(string role, string? officerId) => new(role, NewPassword(), role, officerId);

    /// <summary>Four groups of five: 116 bits.</summary>
    private static string NewPassword()
    {
        while (true)
        {
            var password = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
            if (password.Any(char.IsAsciiDigit) && password.Any(char.IsAsciiLetterUpper) && password.Any(char.IsAsciiLetterLower)) return password;
        }
    }
}
