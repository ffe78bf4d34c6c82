import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
      {children}
    </svg>
  );
}

export const BackIcon = () => (
  <Icon>
    <path d="M12.500 4.500 7 10l5.500 5.500" />
  </Icon>
);

export const PeopleIcon = () => (
  <Icon>
    <circle cx="7.500" cy="7" r="2.800" />
    <path d="M2.500 16c.3-3 2.300-4.700 5-4.700s4.700 1.700 5 4.700M13 4.500a2.800 2.800 0 0 1 0 5M14.500 11.800c1.800.6 2.800 2.100 3 4.200" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon>
    <path d="M8.500 11.500a3 3 0 0 0 4.300 0l2.900-2.900a3 3 0 0 0-4.300-4.300l-.9.9M11.500 8.500a3 3 0 0 0-4.300 0l-2.900 2.900a3 3 0 0 0 4.300 4.300l.9-.9" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M10 16V4.500M5 9.500l5-5 5 5" />
  </Icon>
);

export const EditIcon = () => (
  <Icon>
    <path d="m4 16 .8-3.400L13 4.400a1.600 1.600 0 0 1 2.300 0l.3.3a1.600 1.600 0 0 1 0 2.300l-8.200 8.200z" />
  </Icon>
);

export const DeleteIcon = () => (
  <Icon>
    <path d="M4 6h12M8 6V4.200h4V6M5.500 6l.7 9.800h7.600L14.500 6" />
  </Icon>
);

export const CloseIcon = () => (
  <Icon>
    <path d="m5.500 5.500 9 9m0-9-9 9" />
  </Icon>
);

export const DownIcon = () => (
  <Icon>
    <path d="M10 4v11.500M5 10.500l5 5 5-5" />
  </Icon>
);

export const ChatIcon = () => (
  <Icon>
    <path d="M3.500 5.500a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9l-3.700 3v-3h0a1.800 1.800 0 0 1-1.800-2zM7 7.500h6M7 10.200h3.500" />
  </Icon>
);

export const DashboardIcon = () => (
  <Icon>
    <path d="M3.500 3.500v11a2 2 0 0 0 2 2h11M6.800 12.500l2.700-4 2.600 2.300 3.600-5.300" />
  </Icon>
);

export const OperatorIcon = () => (
  <Icon>
    <path d="M4 6h6.500M14 6h2M4 14h2M9.500 14H16M4 10h9M16 10h0" />
    <circle cx="12.300" cy="6" r="1.700" />
    <circle cx="7.700" cy="14" r="1.700" />
    <circle cx="14.500" cy="10" r="1.700" />
  </Icon>
);

export const ReplyIcon = () => (
  <Icon>
    <path d="M8 5 3.500 9.500 8 14M4 9.500h7.500a5 5 0 0 1 5 5v1" />
  </Icon>
);

export const SmileIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="6.700" />
    <path d="M7 11.800a3.400 3.400 0 0 0 6 0M7.600 8h0M12.400 8h0" />
  </Icon>
);

export const SearchIcon = () => (
  <Icon>
    <circle cx="9" cy="9" r="5.200" />
    <path d="m13 13 3.800 3.800" />
  </Icon>
);

export const GearIcon = () => (
  <Icon>
    <path d="M4 6.500h6M14.500 6.500H16M4 13.500h1.500M10 13.500h6" />
    <circle cx="12.300" cy="6.500" r="2" />
    <circle cx="7.700" cy="13.500" r="2" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M5 10h0M10 10h0M15 10h0" />
  </Icon>
);

export const LockIcon = () => (
  <Icon>
    <rect x="5" y="9" width="10" height="7.500" rx="1.800" />
    <path d="M7.200 9V6.800a2.800 2.800 0 0 1 5.600 0V9" />
  </Icon>
);
