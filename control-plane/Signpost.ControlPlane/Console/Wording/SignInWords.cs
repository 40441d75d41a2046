using Signpost.ControlPlane.Outcomes;

namespace Signpost.ControlPlane.Console.Wording;

/// <summary>Why somebody is not let in, in words that say what to do.</summary>
internal static class SignInWords
{
    public static string Explain(Problem why) => why.Code switch
    {
        "staff.locked-out" => "This account is locked after too many wrong answers. Wait five minutes, or ask your administrator.",
        "staff.sign-in-failed" => "User name and password do not match an account. Check both and try again.",
        "staff.signed-out" => "This took too long, or the account was changed meanwhile. Sign in again from the start.",
        "staff.passkey" => "This passkey signs nobody in here. Use another one, or your password.",
        _ => why.Detail,
    };
}
